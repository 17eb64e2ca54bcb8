def can_share(weights):
    total = sum(weights)
  if total % 2:
        return False
    return True
