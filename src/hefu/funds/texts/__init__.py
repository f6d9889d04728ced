"""What the funds rules say, in both languages; one file per rule, with the codes the rule uses."""
