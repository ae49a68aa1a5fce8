select attachment, name, media_type, size, sha256, warnings
from file
where attachment = ?
