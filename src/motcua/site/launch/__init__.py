"""What stands between `./motcua COMMAND` and the running parts: environment, embedded engine, the one parent process.

Modules that run before the environment exists (failures, places, locks, bars, environment, start) use the standard
library only.
"""
