"""The sections of the report, each a function from runs and scenario to a piece of HTML."""
