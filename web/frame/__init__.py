"""What every page shares: layout, language, sign-in state, tokens against forgery, paging."""
