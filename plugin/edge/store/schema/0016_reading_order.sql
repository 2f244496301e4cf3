-- Which of two readings with the same key counts, whichever came first. Status W is a withdrawn one.
ALTER TABLE reading ADD COLUMN stated INTEGER;  -- MSH-7
