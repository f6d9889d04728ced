"""What happens in a block, stage by stage; each stage has its own stream of chance."""
