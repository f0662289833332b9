"""What browsers show in place of markup: formulas, emoji, ruby, custom elements, shadow roots."""
