"""`python -m motcua.site COMMAND`, inside the environment; `./motcua COMMAND` comes here."""

import sys

from motcua.site.launch.dispatch import main

sys.exit(main(sys.argv[1:]))
