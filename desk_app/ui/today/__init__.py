"""The technician's first screen: what is agreed, promised and due today."""
