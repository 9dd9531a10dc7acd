"""What stands still or went wrong, and trying it again."""
