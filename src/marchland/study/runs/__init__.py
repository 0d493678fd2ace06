"""Many runs: ensembles, how they are spread out, and what of them may be shown."""
