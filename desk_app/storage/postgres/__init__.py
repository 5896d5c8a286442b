"""An office in a PostgreSQL database, for those who outgrow the file. It needs the driver psycopg."""
