"""What goes with the score and with the money: further questions of the survey."""
