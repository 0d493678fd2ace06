"""What is handed over: tables that others can join, with every column declared."""
