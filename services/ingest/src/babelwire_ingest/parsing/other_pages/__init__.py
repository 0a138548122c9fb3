"""What pages that hold no article are called and say."""
