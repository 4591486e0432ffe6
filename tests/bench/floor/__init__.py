"""What the overhead benchmark compares an audit with: a bare Playwright script that does the same."""
