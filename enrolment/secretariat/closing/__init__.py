"""Awards, certificates and the closing report."""
