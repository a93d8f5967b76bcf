"""What makes a site look like its organisation: colours that are easy to read, typefaces, how times are written."""
