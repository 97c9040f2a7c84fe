"""The serializer of the Redis cache: pickle, signed with SECRET_KEY."""

import hmac
import pickle
from typing import Any

from django.utils.crypto import salted_hmac
from django_redis.serializers.base import BaseSerializer

SALT = "mysite.cache_serializer"
SIGNATURE_LENGTH = 32


class SignedPickleSerializer(BaseSerializer):
    """Pickles values, and unpickles only those that the portal has written.

    Unpickling can run any command. Redis asks for no password in ``compose.yaml``, so whoever reaches it could run
    one as the portal. JSON has neither bytes nor numbers as keys, which Wagtail stores (imported redirects, names of
    locales).
    """

    def dumps(self, value: Any) -> bytes:
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return sign(pickled) + pickled

    def loads(self, value: bytes) -> Any:
        """Return the value, or None as if there were none, for example after ``SECRET_KEY`` has changed."""
        signature, pickled = value[:SIGNATURE_LENGTH], value[SIGNATURE_LENGTH:]
        if not hmac.compare_digest(signature, sign(pickled)):
            return None
        return pickle.loads(pickled)  # noqa: S301  signed


def sign(pickled: bytes) -> bytes:
    return salted_hmac(SALT, pickled, algorithm="sha256").digest()
