"""What a research packet is made of: its columns, how they are protected, the code that works on them."""
