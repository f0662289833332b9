"""``python -m cleaner``: the toolbox without its script."""

from cleaner.cli.toolbox import main

if __name__ == "__main__":
    main()
