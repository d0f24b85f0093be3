"""Those who watch: figures and lists."""
