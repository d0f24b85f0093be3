"""What every page looks like: layouts, components, the clock strip, numbers and dates in words, the build."""
