"""`python -m crawler`: the same as `fangzhi`."""

from crawler.cli import main

main()
