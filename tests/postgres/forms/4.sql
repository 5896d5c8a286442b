-- An office of form 4 with three tickets, as the program of that form left it on a server.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.desk_attachment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (12, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (12, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_call_template() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (14, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (14, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_counter() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (10, 0);
        ELSE INSERT INTO change (table_no, row_id) VALUES (10, 0); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (9, OLD.seq);
        ELSE INSERT INTO change (table_no, row_id) VALUES (9, NEW.seq); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_imported() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (13, OLD.ticket_id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (13, NEW.ticket_id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_item() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (2, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (2, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_link() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (8, OLD.ticket_id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (8, NEW.ticket_id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_office() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (1, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (1, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_organisation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (4, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (4, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_requester() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (5, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (5, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_saved_view() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (11, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (11, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_staff() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (3, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (3, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_tell() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN PERFORM pg_notify('desk', ''); RETURN NULL; END $$;
CREATE FUNCTION public.desk_ticket() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (6, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (6, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_ticket_text() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN INSERT INTO change (table_no, row_id) VALUES (7, OLD.id);
        ELSE INSERT INTO change (table_no, row_id) VALUES (7, NEW.id); END IF; RETURN NULL; END $$;
CREATE FUNCTION public.desk_words(search text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE WHEN octet_length(search) <= 800000 THEN array_to_tsvector(ARRAY(
        SELECT DISTINCT left(word, 500) FROM unnest(string_to_array(search, ' ')) AS word WHERE word <> ''))
    END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.attachment (
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    added_at bigint NOT NULL,
    by_id bigint NOT NULL
);
ALTER TABLE public.attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.call_template (
    id bigint NOT NULL,
    owner_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.call_template ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.call_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.change (
    seq bigint NOT NULL,
    table_no bigint NOT NULL,
    row_id bigint NOT NULL
);
ALTER TABLE public.change ALTER COLUMN seq ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.change_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.claim (
    name text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    by text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.content (
    id bigint NOT NULL,
    sha256 text COLLATE pg_catalog."C",
    size bigint DEFAULT 0 NOT NULL,
    kept_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.content ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.content_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.counter (
    scope text NOT NULL COLLATE pg_catalog."C",
    value bigint NOT NULL
);
CREATE TABLE public.event (
    seq bigint NOT NULL,
    ticket_id bigint,
    op_id bytea NOT NULL,
    ordinal bigint NOT NULL,
    verb text NOT NULL COLLATE pg_catalog."C",
    by_id bigint NOT NULL,
    recorded_at bigint NOT NULL,
    at bigint NOT NULL,
    salt bytea,
    payload text COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    hash bytea NOT NULL
);
CREATE TABLE public.form (
    version bigint NOT NULL
);
CREATE TABLE public.imported (
    fingerprint bytea NOT NULL,
    occurrence bigint NOT NULL,
    ticket_id bigint NOT NULL
);
CREATE TABLE public.item (
    id bigint NOT NULL,
    section text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    data text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.link (
    ticket_id bigint NOT NULL,
    other_id bigint NOT NULL,
    relation text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.office (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    profile text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    time_zone text NOT NULL COLLATE pg_catalog."C",
    country text NOT NULL COLLATE pg_catalog."C",
    number_template text NOT NULL COLLATE pg_catalog."C",
    week text NOT NULL COLLATE pg_catalog."C",
    journal text NOT NULL COLLATE pg_catalog."C",
    settings text DEFAULT '{}'::text NOT NULL COLLATE pg_catalog."C",
    epoch text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    CONSTRAINT office_id_check CHECK ((id = 1))
);
CREATE TABLE public.organisation (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    phone text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    address text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.piece (
    content_id bigint NOT NULL,
    place bigint NOT NULL,
    data bytea NOT NULL
);
ALTER TABLE ONLY public.piece ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE TABLE public.presence (
    id bigint NOT NULL,
    person bigint NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    editing text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.presence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.presence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 2147483647
    CACHE 1
    CYCLE
);
CREATE TABLE public.requester (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    organisation_id bigint NOT NULL,
    phone text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    room text NOT NULL COLLATE pg_catalog."C",
    "position" text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    search text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.requester ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.requester_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.saved_view (
    id bigint NOT NULL,
    owner_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.saved_view ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.saved_view_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.staff (
    id bigint NOT NULL,
    login text NOT NULL COLLATE pg_catalog."C",
    login_key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_key text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    line text NOT NULL COLLATE pg_catalog."C",
    active boolean NOT NULL,
    password_hash text COLLATE pg_catalog."C"
);
ALTER TABLE public.staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ticket (
    id bigint NOT NULL,
    version bigint NOT NULL,
    number text COLLATE pg_catalog."C",
    kind_id bigint NOT NULL,
    status_id bigint NOT NULL,
    type_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    priority_id bigint NOT NULL,
    system_id bigint NOT NULL,
    line_id bigint NOT NULL,
    assignee_id bigint NOT NULL,
    requester_id bigint NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    subject_key text NOT NULL COLLATE pg_catalog."C",
    requester text NOT NULL COLLATE pg_catalog."C",
    requester_key text NOT NULL COLLATE pg_catalog."C",
    organisation text NOT NULL COLLATE pg_catalog."C",
    organisation_key text NOT NULL COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    registered_at bigint,
    solved_at bigint,
    closed_at bigint,
    approval text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.ticket ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ticket_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ticket_text (
    id bigint NOT NULL,
    description text NOT NULL COLLATE pg_catalog."C",
    additional_info text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    cause text NOT NULL COLLATE pg_catalog."C",
    solution text NOT NULL COLLATE pg_catalog."C",
    phone text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    room text NOT NULL COLLATE pg_catalog."C",
    search text NOT NULL COLLATE pg_catalog."C",
    words tsvector GENERATED ALWAYS AS (public.desk_words(search)) STORED
);
INSERT INTO public.attachment VALUES
	(1, 1, 'dffc73b222d614ae8a201a4d451755ecd4eec40b034283a5b61a3e110aea77ab', 'акт.pdf', 12, 1793596800, 3);
INSERT INTO public.call_template VALUES
	(1, 3, 'Пароль', 'пароль', '{"fields": {"description": "Забыт пароль"}}');
INSERT INTO public.change VALUES
	(1, 1, 1),
	(2, 2, 1),
	(3, 2, 2),
	(4, 2, 3),
	(5, 2, 4),
	(6, 2, 5),
	(7, 2, 6),
	(8, 2, 7),
	(9, 2, 8),
	(10, 2, 9),
	(11, 2, 10),
	(12, 2, 11),
	(13, 2, 12),
	(14, 2, 13),
	(15, 2, 14),
	(16, 2, 15),
	(17, 2, 16),
	(18, 2, 17),
	(19, 2, 18),
	(20, 2, 19),
	(21, 2, 20),
	(22, 2, 21),
	(23, 2, 22),
	(24, 2, 23),
	(25, 2, 24),
	(26, 2, 25),
	(27, 2, 26),
	(28, 2, 27),
	(29, 2, 28),
	(30, 2, 29),
	(31, 2, 30),
	(32, 2, 31),
	(33, 2, 32),
	(34, 2, 33),
	(35, 2, 34),
	(36, 2, 35),
	(37, 2, 36),
	(38, 2, 37),
	(39, 2, 38),
	(40, 2, 39),
	(41, 2, 40),
	(42, 2, 41),
	(43, 2, 42),
	(44, 2, 43),
	(45, 2, 44),
	(46, 2, 45),
	(47, 2, 46),
	(48, 2, 47),
	(49, 2, 48),
	(50, 2, 49),
	(51, 2, 50),
	(52, 2, 51),
	(53, 2, 52),
	(54, 2, 53),
	(55, 2, 54),
	(56, 2, 55),
	(57, 2, 56),
	(58, 2, 57),
	(59, 2, 58),
	(60, 2, 59),
	(61, 2, 60),
	(62, 2, 61),
	(63, 2, 62),
	(64, 2, 63),
	(65, 2, 64),
	(66, 2, 65),
	(67, 2, 66),
	(68, 2, 67),
	(69, 2, 68),
	(70, 2, 69),
	(71, 2, 70),
	(72, 2, 71),
	(73, 2, 72),
	(74, 2, 73),
	(75, 2, 74),
	(76, 2, 75),
	(77, 2, 76),
	(78, 2, 77),
	(79, 2, 78),
	(80, 2, 79),
	(81, 2, 80),
	(82, 2, 81),
	(83, 2, 82),
	(84, 2, 83),
	(85, 3, 0),
	(86, 4, 0),
	(87, 3, 1),
	(88, 1, 1),
	(89, 3, 2),
	(90, 1, 1),
	(91, 3, 3),
	(92, 1, 1),
	(93, 4, 1),
	(94, 5, 1),
	(95, 10, 0),
	(96, 6, 1),
	(97, 7, 1),
	(98, 10, 0),
	(99, 6, 2),
	(100, 7, 2);
INSERT INTO public.change VALUES
	(101, 6, 3),
	(102, 7, 3),
	(103, 6, 1),
	(104, 8, 1),
	(105, 8, 2),
	(106, 6, 2),
	(107, 6, 1),
	(108, 6, 2),
	(109, 7, 2),
	(110, 12, 1),
	(111, 6, 1),
	(112, 14, 1),
	(113, 11, 1);
INSERT INTO public.content OVERRIDING SYSTEM VALUE VALUES
	(1, 'dffc73b222d614ae8a201a4d451755ecd4eec40b034283a5b61a3e110aea77ab', 12, '2026-11-22 13:06:06.772951+00');
INSERT INTO public.counter VALUES
	('2026', 2);
INSERT INTO public.event VALUES
	(1, NULL, '\x1f942ac04c9c48929a8eb5a3efd37d77', 0, 'create', 1, 1793595600, 1793595600, '\x77fa77e756b1a239c8525650fb78fc3d', '{"admin":"admin","name":"Администрация городского округа","profile":"municipal"}', '\x009c6f7c06d51e876c29d7d921b298d91c61f0c6e0c2aa0fe8338a0a75a12872', '\x4c6b9b468aeb2679d8dbb658da19bc379012e6cd03b59c57af49d73bbdbbf4a4'),
	(2, NULL, '\x01a2035d287cb99125d8929244bbd6d3', 0, 'staff-add', 1, 1793595600, 1793595600, '\x99374be54cb14f30639da2ccc0157098', '{"line":"desk","login":"head","name":"Головина Галина Павловна","role":"supervisor"}', '\x266364de0921db897c579ab306f755e9fa28527b3bc179b4f8f0cd9b77b197c8', '\x407a56c72cd2de95fbcc1e497ed772ec6b2ed149e928c7ec7e474ebbd37d49b3'),
	(3, NULL, '\x01a2035d2888cf34d87cab4becaa23e8', 0, 'staff-add', 1, 1793595600, 1793595600, '\xd6af5950be13a4564ded6503daa7781a', '{"line":"desk","login":"tech","name":"Техников Тимур Олегович","role":"technician"}', '\xc0c55cb752bb5eda2d6e0691cea4f05736d6bc046a5630fc51a8e7b03274c291', '\x12b9f670e61a8763bf0ed6b617f07c71068b899f654515a2416c3dc491f86b83'),
	(4, 1, '\x01a2035d2894c2c212982a224c0e78cc', 0, 'register', 3, 1793595600, 1793595600, '\xe04d14d4001fe9183f8aa00ffb172000', '{"fields":{"assignee":3,"channel":"phone","description":"Не печатает отчёт","kind":"request","line":"desk","number":"2026-000001","priority":"normal","received_at":"2026-11-02T05:00:00+00:00","registered_at":"2026-11-02T05:00:00+00:00","requester":{"email":"","id":1,"name":"Иванова А.","organisation":"Школа № 5","phone":"22-33-44","room":""},"status":"in-work","type":"fault"},"number":"2026-000001"}', '\xf3a46afc67bb7bbe02eaf21907f0df567e6354f6d00566b8d2264c6c4967538b', '\x3c610942cadd8fdd9a27eefb78f2586d69ee825a40c1a5022afcbdd8c2febb0a'),
	(5, 2, '\x01a2035d28bc2e5555b3fc15905e09c8', 0, 'register', 3, 1793595600, 1793595600, '\x1d7de34b3f84d149f1bb4c9472c73a31', '{"fields":{"assignee":3,"channel":"phone","description":"Забыт пароль","kind":"request","line":"desk","note":"Перезвонить","number":"2026-000002","priority":"normal","received_at":"2026-11-02T05:00:00+00:00","registered_at":"2026-11-02T05:00:00+00:00","requester":{"email":"","id":0,"name":"","organisation":"","phone":"","room":""},"status":"in-work","type":"fault"},"number":"2026-000002"}', '\xd0f7750e417c7a26f0a321c5cfb1d4bbde03ccd85d0c144398163c7fc440927f', '\xd878d05929468f2dc6bade7f24646a0649a80f1dadeed78e65e279c880cae181'),
	(6, 3, '\x01a2035d28cde1dc090c6e163e275e81', 0, 'arrive', 3, 1793595600, 1793595600, '\x607714f2ea14a39a26521c749188134a', '{"fields":{"channel":"phone","description":"Не приходит почта","kind":"request","line":"desk","priority":"normal","received_at":"2026-11-02T05:00:00+00:00","requester":{"email":"","id":0,"name":"","organisation":"","phone":"","room":""},"type":"fault"}}', '\xa14396529c8c3073441946f98d5ba20a645ff04556b1d8281775807e4dd528c5', '\x441e78441206b28686f727e8dc35f657e8cd074c293a3e3a2f3bb28deacb4f02'),
	(7, 1, '\x01a2035d28e38c9ee333371a51b26774', 0, 'comment', 3, 1793596800, 1793596800, '\xbceff47ca0ddf57cee4d60af6dc6046c', '{"text":"Ждём ответа"}', '\x415f4502d937e5d73bc3ff973073ae12208640533d35565136b9a05a5323d782', '\xaca3a5e13ff9f7c7d69faf4189af3803d3cf3b5732cc0fbf79ba73843cceadf0'),
	(8, 2, '\x01a2035d28f04a3065ace43962815079', 0, 'link', 3, 1793596800, 1793596800, '\x8ceee2edfbf219a6a9bebd88d50a6bd8', '{"relation":"то же","to":"2026-000001"}', '\xa1c937af0e83cc0b791a67cf08171a5dfe0a917924fde11e0c07dbb448f38c54', '\x1e5624eac96e0ee762460e8d9e543762ed6dd5bdfadbcff70f9aba21973a4635'),
	(9, 1, '\x01a2035d28f04a3065ace43962815079', 1, 'link', 3, 1793596800, 1793596800, '\xe9e9feab774dee43f73751f4f27e3b87', '{"relation":"то же","to":"2026-000002"}', '\xa7971b4bf9ba37d2a1e5b1461b997efc76b4d2d168aa14179072a3cd32977faa', '\xa367e893c3f4d569a2e83d66ad4d10811d5c524f591d0c1a617694c938975578'),
	(10, 2, '\x01a2035d2904cfe6f6205e0688205702', 0, 'solve', 3, 1793596800, 1793596800, '\x5729bf80d384ab833477b66b0baa989e', '{"changes":{"outcome":["","solved"],"solution":["","Сброшен пароль"],"solved_at":[null,"2026-11-02T05:20:00+00:00"],"status":["in-work","done"]},"solution":"Сброшен пароль"}', '\xae952c720f1e823440b6589fd35b5c0e599af56dcc73848f55c1a54522b64d5c', '\x1807e3a5c946e9a31675efdbb4836c1503593247a4d2dd2c3f01306fa8f17e52'),
	(11, 1, '\x01a2035d293c253cb640b92c2ffbf325', 0, 'attach', 3, 1793596800, 1793596800, '\x9425107a280966824030868c36e45207', '{"name":"акт.pdf","sha256":"dffc73b222d614ae8a201a4d451755ecd4eec40b034283a5b61a3e110aea77ab","size":12}', '\x14a989eaff05d5d4adfc040b3fe754d1258374e860edf194a42a370aabc47692', '\x6c022c37f4944eaa4332b03d1f2c30b1b2487cd034d168768a269da32d56e9c1'),
	(12, NULL, '\x01a2035d296aab78d9eb03fdf1147ef5', 0, 'template-save', 3, 1793596800, 1793596800, '\x44c6f4a880ebe6bd0f70dac28403bd0b', '{"fields":{"description":"Забыт пароль"},"name":"Пароль","shared":false}', '\xb4ef9f9d0d4149ae42ffdf631f03e8653d8fa207685d05bd991a3e3ee78d0f54', '\xc88b9df8f99f2936c81d07845d32a4b378f5d55b4156ef9b57399f4a8ff61672');
INSERT INTO public.form VALUES
	(4);
INSERT INTO public.item VALUES
	(1, 'kind', '', '', 0, '{}'),
	(2, 'status', '', '', 0, '{}'),
	(3, 'type', '', '', 0, '{}'),
	(4, 'channel', '', '', 0, '{}'),
	(5, 'priority', '', '', 0, '{}'),
	(6, 'system', '', '', 0, '{}'),
	(7, 'line', '', '', 0, '{}'),
	(8, 'kind', 'request', 'Заявка', 1, '{"default": true}'),
	(9, 'kind', 'consultation', 'Консультация', 2, '{}'),
	(10, 'status', 'in-work', 'В работе', 1, '{"meaning": "active"}'),
	(11, 'status', 'waiting', 'Ждёт пользователя', 2, '{"meaning": "waiting"}'),
	(12, 'status', 'contractor', 'У подрядчика', 3, '{"meaning": "outside"}'),
	(13, 'status', 'done', 'Выполнена', 4, '{"meaning": "solved"}'),
	(14, 'status', 'closed', 'Закрыта', 5, '{"meaning": "closed"}'),
	(15, 'status', 'declined', 'Отклонена', 6, '{"meaning": "declined"}'),
	(16, 'type', 'fault', 'Неисправность', 1, '{"default": true}'),
	(17, 'type', 'access', 'Доступ и учётные записи', 2, '{}'),
	(18, 'type', 'setup', 'Установка и настройка', 3, '{}'),
	(19, 'type', 'question', 'Вопрос по работе', 4, '{}'),
	(20, 'channel', 'phone', 'Телефон', 1, '{}'),
	(21, 'channel', 'email', 'Электронная почта', 2, '{}'),
	(22, 'channel', 'in-person', 'Лично', 3, '{}'),
	(23, 'priority', 'urgent', 'Срочная', 1, '{}'),
	(24, 'priority', 'normal', 'Обычная', 2, '{"default": true}'),
	(25, 'priority', 'low', 'Может подождать', 3, '{}'),
	(26, 'system', 'workplace', 'Рабочее место', 1, '{}'),
	(27, 'system', 'printing', 'Печать и сканирование', 2, '{"parent": "workplace"}'),
	(28, 'system', 'office-programs', 'Офисные программы', 3, '{"parent": "workplace"}'),
	(29, 'system', 'network', 'Сеть и интернет', 4, '{}'),
	(30, 'system', 'telephony', 'Телефония', 5, '{"parent": "network"}'),
	(31, 'system', 'mail', 'Служебная почта', 6, '{}'),
	(32, 'system', 'documents', 'Электронный документооборот', 7, '{}'),
	(33, 'system', 'signature', 'Электронная подпись', 8, '{"parent": "documents"}'),
	(34, 'system', 'accounting', 'Бухгалтерия и кадры', 9, '{}'),
	(35, 'system', 'interagency', 'Межведомственные запросы (СМЭВ)', 10, '{}'),
	(36, 'line', 'desk', 'Технические специалисты', 1, '{}'),
	(37, 'line', 'engineers', 'Системные администраторы', 2, '{}'),
	(38, 'role', 'technician', 'Технический специалист', 1, '{"rights": ["register", "edit", "comment", "link", "attach", "assign", "escalate", "hand-over", "return", "wait", "resume", "solve", "close", "reopen", "undo", "convert", "directory"]}'),
	(39, 'role', 'supervisor', 'Начальник отдела', 2, '{"rights": ["register", "edit", "comment", "link", "attach", "assign", "escalate", "hand-over", "return", "wait", "resume", "solve", "close", "reopen", "undo", "convert", "approve", "decline", "share-view", "import", "directory", "calendar"]}'),
	(40, 'role', 'administrator', 'Администратор', 3, '{"rights": ["*"]}'),
	(41, 'step', 'register', 'Зарегистрировать', 1, '{"primary": true, "to": "in-work", "verb": "register"}'),
	(42, 'step', 'close-consultation', 'Консультация дана', 2, '{"from": ["in-work", "waiting"], "kinds": ["consultation"], "primary": true, "to": "closed", "verb": "close"}'),
	(43, 'step', 'convert', 'Сделать заявкой', 3, '{"from": ["in-work", "waiting"], "kinds": ["consultation"], "to": "closed", "verb": "convert"}'),
	(44, 'step', 'solve', 'Выполнить', 4, '{"from": ["in-work", "waiting", "contractor"], "primary": true, "to": "done", "verb": "solve"}'),
	(45, 'step', 'close', 'Закрыть', 5, '{"from": ["done"], "primary": true, "to": "closed", "verb": "close"}'),
	(46, 'step', 'wait', 'Ждать пользователя', 6, '{"from": ["in-work"], "requires": ["reason"], "to": "waiting", "verb": "wait"}'),
	(47, 'step', 'resume', 'Продолжить', 7, '{"from": ["waiting"], "to": "in-work", "verb": "resume"}'),
	(48, 'step', 'hand-over', 'Передать подрядчику', 8, '{"from": ["in-work", "waiting"], "kinds": ["request"], "to": "contractor", "verb": "hand-over"}'),
	(49, 'step', 'return', 'Вернуть от подрядчика', 9, '{"from": ["contractor"], "to": "in-work", "verb": "return"}'),
	(50, 'step', 'assign', 'Назначить', 10, '{"from": ["in-work", "waiting", "contractor"], "verb": "assign"}'),
	(51, 'step', 'escalate', 'Передать на линию', 11, '{"from": ["in-work", "waiting"], "verb": "escalate"}'),
	(52, 'step', 'decline', 'Отклонить', 12, '{"from": ["in-work", "waiting"], "to": "declined", "verb": "decline"}'),
	(53, 'step', 'reopen', 'Вернуть в работу', 13, '{"from": ["done", "closed", "declined"], "to": "in-work", "verb": "reopen"}'),
	(54, 'field', 'requester', 'Пользователь', 1, '{"required": true}'),
	(55, 'field', 'organisation', 'Подразделение', 2, '{}'),
	(56, 'field', 'phone', 'Внутренний номер', 3, '{}'),
	(57, 'field', 'room', 'Кабинет', 4, '{}'),
	(58, 'field', 'email', 'Почта', 5, '{"on": ["card"]}'),
	(59, 'field', 'kind', 'Вид', 6, '{"required": true}'),
	(60, 'field', 'channel', 'Как обратились', 7, '{}'),
	(61, 'field', 'system', 'Система', 8, '{}'),
	(62, 'field', 'type', 'Тип', 9, '{"required": true}'),
	(63, 'field', 'priority', 'Срочность', 10, '{}'),
	(64, 'field', 'description', 'Что случилось', 11, '{"required": true}'),
	(65, 'field', 'additional_info', 'Дополнительно', 12, '{"on": ["card"]}'),
	(66, 'field', 'received_at', 'Поступила', 13, '{"on": ["card"]}'),
	(67, 'field', 'cause', 'Причина', 14, '{"on": ["card"]}'),
	(68, 'field', 'solution', 'Что сделано', 15, '{"on": ["card"]}'),
	(69, 'field', 'note', 'Примечание', 16, '{"on": ["card"]}'),
	(70, 'column', 'position', '№ п/п', 1, '{}'),
	(71, 'column', 'number', 'Номер', 2, '{}'),
	(72, 'column', 'date', 'Дата', 3, '{}'),
	(73, 'column', 'kind', 'Вид', 4, '{}'),
	(74, 'column', 'description', 'Содержание обращения', 5, '{}'),
	(75, 'column', 'system', 'Система', 6, '{}'),
	(76, 'column', 'requester', 'Пользователь', 7, '{}'),
	(77, 'column', 'organisation', 'Подразделение', 8, '{}'),
	(78, 'column', 'specialist', 'Исполнитель', 9, '{}'),
	(79, 'column', 'status', 'Статус', 10, '{}'),
	(80, 'column', 'solved_on', 'Выполнено', 11, '{}'),
	(81, 'column', 'note', 'Примечание', 12, '{}'),
	(82, 'deadline', 'register', 'Регистрация: один рабочий день', 1, '{"amount": 1, "mode": "days", "step": "register"}'),
	(83, 'deadline', 'resolve', 'Выполнение: пять рабочих дней', 2, '{"amount": 5, "kinds": ["request"], "mode": "days", "step": "resolve"}');
INSERT INTO public.link VALUES
	(1, 2, 'то же'),
	(2, 1, 'то же');
INSERT INTO public.office VALUES
	(1, 'Администрация городского округа', 'municipal', 'ru', 'Asia/Yekaterinburg', 'RU', '{year}-{seq:06}', '{"mon": ["08:00-17:15"], "tue": ["08:00-17:15"], "wed": ["08:00-17:15"], "thu": ["08:00-17:15"], "fri": ["08:00-16:00"]}', '{"title": "Журнал обращений в техническую поддержку", "form": "", "date": "Дата", "full_name": "ФИО технического специалиста", "signature": "Подпись"}', '{}', 'b86ceaf633f041e89c69a2663f4e77e6', 4);
INSERT INTO public.organisation VALUES
	(0, '', '', '', ''),
	(1, 'Школа № 5', 'школа no 5', '', '');
INSERT INTO public.piece VALUES
	(1, 0, '\x255044462d312e3720616374');
INSERT INTO public.requester VALUES
	(1, 'Иванова А.', 'иванова а.', 1, '22-33-44', '', '', '', 'иванова а. школа no 5 22-33-44');
INSERT INTO public.saved_view VALUES
	(1, 3, 'Мой', 'мой', '{}');
INSERT INTO public.staff VALUES
	(0, '', '', '', '', '', '', false, NULL),
	(1, 'admin', 'admin', 'Админова Анна Андреевна', 'админова анна андреевна', 'administrator', '', true, NULL),
	(2, 'head', 'head', 'Головина Галина Павловна', 'головина галина павловна', 'supervisor', 'desk', true, NULL),
	(3, 'tech', 'tech', 'Техников Тимур Олегович', 'техников тимур олегович', 'technician', 'desk', true, NULL);
INSERT INTO public.ticket VALUES
	(3, 1, NULL, 8, 2, 16, 20, 24, 6, 36, 0, 0, 'Не приходит почта', 'не приходит почта', '', '', '', '', 1793595600, NULL, NULL, NULL, '', ''),
	(2, 3, '2026-000002', 8, 13, 16, 20, 24, 6, 36, 3, 0, 'Забыт пароль', 'забыт пароль', '', '', '', '', 1793595600, 1793595600, 1793596800, NULL, '', 'solved'),
	(1, 4, '2026-000001', 8, 10, 16, 20, 24, 6, 36, 3, 1, 'Не печатает отчёт', 'не печатает отчет', 'Иванова А.', 'иванова а', 'Школа № 5', 'школа no 5', 1793595600, 1793595600, NULL, NULL, '', '');
INSERT INTO public.ticket_text VALUES
	(1, 'Не печатает отчёт', '', '', '', '', '22-33-44', '', '', '2026 000001 не печатает отчет иванова а школа no 5 22 33 44 223344', DEFAULT),
	(3, 'Не приходит почта', '', '', '', '', '', '', '', 'не приходит почта', DEFAULT),
	(2, 'Забыт пароль', '', 'Перезвонить', '', 'Сброшен пароль', '', '', '', '2026 000002 забыт пароль перезвонить сброшен пароль', DEFAULT);
SELECT pg_catalog.setval('public.attachment_id_seq', 1, true);
SELECT pg_catalog.setval('public.call_template_id_seq', 1, true);
SELECT pg_catalog.setval('public.change_seq_seq', 113, true);
SELECT pg_catalog.setval('public.content_id_seq', 1, true);
SELECT pg_catalog.setval('public.item_id_seq', 83, true);
SELECT pg_catalog.setval('public.organisation_id_seq', 1, true);
SELECT pg_catalog.setval('public.presence_id_seq', 1, false);
SELECT pg_catalog.setval('public.requester_id_seq', 1, true);
SELECT pg_catalog.setval('public.saved_view_id_seq', 1, true);
SELECT pg_catalog.setval('public.staff_id_seq', 3, true);
SELECT pg_catalog.setval('public.ticket_id_seq', 3, true);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.call_template
    ADD CONSTRAINT call_template_owner_id_name_key_key UNIQUE (owner_id, name_key);
ALTER TABLE ONLY public.call_template
    ADD CONSTRAINT call_template_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.content
    ADD CONSTRAINT content_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.content
    ADD CONSTRAINT content_sha256_key UNIQUE (sha256);
ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (scope);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_op_id_ordinal_key UNIQUE (op_id, ordinal);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.imported
    ADD CONSTRAINT imported_pkey PRIMARY KEY (fingerprint, occurrence);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_section_code_key UNIQUE (section, code);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_section_position_key UNIQUE (section, "position");
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (ticket_id, other_id);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_name_key_key UNIQUE (name_key);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.piece
    ADD CONSTRAINT piece_pkey PRIMARY KEY (content_id, place);
ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.requester
    ADD CONSTRAINT requester_name_key_organisation_id_key UNIQUE (name_key, organisation_id);
ALTER TABLE ONLY public.requester
    ADD CONSTRAINT requester_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_owner_id_name_key_key UNIQUE (owner_id, name_key);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_login_key_key UNIQUE (login_key);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_number_key UNIQUE (number);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket_text
    ADD CONSTRAINT ticket_text_pkey PRIMARY KEY (id);
CREATE INDEX attachment_sha256_idx ON public.attachment USING btree (sha256);
CREATE INDEX attachment_ticket_id_idx ON public.attachment USING btree (ticket_id);
CREATE INDEX event_ticket_id_seq_idx ON public.event USING btree (ticket_id, seq);
CREATE INDEX imported_ticket_id_idx ON public.imported USING btree (ticket_id);
CREATE INDEX link_other_id_idx ON public.link USING btree (other_id);
CREATE INDEX requester_organisation_id_idx ON public.requester USING btree (organisation_id);
CREATE INDEX staff_name_key_idx ON public.staff USING btree (name_key);
CREATE INDEX ticket_assignee_id_id_idx ON public.ticket USING btree (assignee_id, id);
CREATE INDEX ticket_channel_id_id_idx ON public.ticket USING btree (channel_id, id);
CREATE INDEX ticket_closed_at_id_idx ON public.ticket USING btree (closed_at NULLS FIRST, id);
CREATE INDEX ticket_kind_id_id_idx ON public.ticket USING btree (kind_id, id);
CREATE INDEX ticket_line_id_id_idx ON public.ticket USING btree (line_id, id);
CREATE INDEX ticket_number_id_idx ON public.ticket USING btree (number NULLS FIRST, id);
CREATE INDEX ticket_organisation_key_id_idx ON public.ticket USING btree (organisation_key, id);
CREATE INDEX ticket_priority_id_id_idx ON public.ticket USING btree (priority_id, id);
CREATE INDEX ticket_received_at_id_idx ON public.ticket USING btree (received_at, id);
CREATE INDEX ticket_registered_at_id_idx ON public.ticket USING btree (registered_at NULLS FIRST, id);
CREATE INDEX ticket_requester_id_idx ON public.ticket USING btree (requester_id);
CREATE INDEX ticket_requester_key_id_idx ON public.ticket USING btree (requester_key, id);
CREATE INDEX ticket_solved_at_id_idx ON public.ticket USING btree (solved_at NULLS FIRST, id);
CREATE INDEX ticket_status_id_id_idx ON public.ticket USING btree (status_id, id);
CREATE INDEX ticket_subject_key_id_idx ON public.ticket USING btree (subject_key, id);
CREATE INDEX ticket_system_id_id_idx ON public.ticket USING btree (system_id, id);
CREATE INDEX ticket_text_id_idx ON public.ticket_text USING btree (id) WHERE (words IS NULL);
CREATE INDEX ticket_text_words_idx ON public.ticket_text USING gin (words) WITH (fastupdate=off);
CREATE INDEX ticket_type_id_id_idx ON public.ticket USING btree (type_id, id);
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.attachment FOR EACH ROW EXECUTE FUNCTION public.desk_attachment();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.call_template FOR EACH ROW EXECUTE FUNCTION public.desk_call_template();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.counter FOR EACH ROW EXECUTE FUNCTION public.desk_counter();
CREATE TRIGGER feed AFTER DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION public.desk_event();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.imported FOR EACH ROW EXECUTE FUNCTION public.desk_imported();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.desk_item();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.link FOR EACH ROW EXECUTE FUNCTION public.desk_link();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.office FOR EACH ROW EXECUTE FUNCTION public.desk_office();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.organisation FOR EACH ROW EXECUTE FUNCTION public.desk_organisation();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.requester FOR EACH ROW EXECUTE FUNCTION public.desk_requester();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.saved_view FOR EACH ROW EXECUTE FUNCTION public.desk_saved_view();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.staff FOR EACH ROW EXECUTE FUNCTION public.desk_staff();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.ticket FOR EACH ROW EXECUTE FUNCTION public.desk_ticket();
CREATE TRIGGER feed AFTER INSERT OR DELETE OR UPDATE ON public.ticket_text FOR EACH ROW EXECUTE FUNCTION public.desk_ticket_text();
CREATE TRIGGER tell AFTER INSERT ON public.change FOR EACH STATEMENT EXECUTE FUNCTION public.desk_tell();
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.call_template
    ADD CONSTRAINT call_template_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.imported
    ADD CONSTRAINT imported_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.piece
    ADD CONSTRAINT piece_content_id_fkey FOREIGN KEY (content_id) REFERENCES public.content(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.requester
    ADD CONSTRAINT requester_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_kind_id_fkey FOREIGN KEY (kind_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_priority_id_fkey FOREIGN KEY (priority_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_status_id_fkey FOREIGN KEY (status_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_system_id_fkey FOREIGN KEY (system_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.ticket_text
    ADD CONSTRAINT ticket_text_id_fkey FOREIGN KEY (id) REFERENCES public.ticket(id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_type_id_fkey FOREIGN KEY (type_id) REFERENCES public.item(id);
