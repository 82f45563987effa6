-- FraudDecision v2 and DeadLetter v2. Rows of their first versions read as what the schemas' defaults say.
ALTER TABLE fraud.decisions
  ADD COLUMN merchant_category text,
  ADD COLUMN merchant_country text;
COMMENT ON COLUMN fraud.decisions.merchant_category IS 'Merchant category code (ISO 18245), four digits; null if the payment had none.';
COMMENT ON COLUMN fraud.decisions.merchant_country IS 'Country of the merchant (ISO 3166-1), two capital letters; null if the payment did not say.';

ALTER TABLE ops.dead_letters
  ADD COLUMN intact boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN ops.dead_letters.intact IS 'Whether key, value and headers are the record''s, byte for byte. False: cut because they were too large to keep, or a card number in them is masked; such a record cannot be replayed.';
