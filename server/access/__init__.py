"""Who may come in: accounts, passwords, second factor, sessions, and the pages to sign in and to look after accounts."""
