"""Control charts as pictures: drawn by the server, read by everybody."""
