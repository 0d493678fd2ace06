"""Looking ahead: forecasts of series of counts from the last count on."""
