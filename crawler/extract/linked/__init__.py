"""What an article leads to: pictures, attachments, references, its twin in the other language."""
