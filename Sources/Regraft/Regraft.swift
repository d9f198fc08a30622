// Regraft
