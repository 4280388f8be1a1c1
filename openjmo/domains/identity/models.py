"""Tables of accounts; private to the room (Django itself meets `Account` as the user model)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower, Now

from openjmo.platform.sealed_fields import KeyedHash, SealedBytes, SealedJson, SealedText


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an address, written in any case."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Somebody who can sign in. Personal data: e-mail, name and phone as on the KTP; kept while the account exists.

    There are no permissions here: what an account may do follows from what it is linked to in upper rooms.
    """

    class Kind(models.TextChoices):
        """Where an account is at home after signing in."""

        PARTICIPANT = "participant"
        EMPLOYER = "employer"
        OPERATOR = "operator"

    id = models.BigAutoField(primary_key=True)
    ref = models.CharField(max_length=16, unique=True)
    email = models.EmailField(max_length=254, unique=True)
    """Always in lower case, which a constraint insists on; so `unique` holds for every way of writing it."""
    full_name = SealedText(default="")
    phone = SealedText(default="")
    """E.164."""
    phone_key = KeyedHash(of="phone", kind="phone", null=True)
    verified_phone = SealedText(default="")
    """The number whose owner typed the code we sent to it; only worth something while it is the same as `phone`."""
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PARTICIPANT)
    language = models.CharField(max_length=8, default="id")
    hide_balance = models.BooleanField(default=False)
    remind_monthly = models.BooleanField(default=False)
    """A monthly reminder to look at the balance; off until asked for."""
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    email_confirmed_at = models.DateTimeField(null=True)
    asks_code = models.BooleanField(default=False, db_default=False)
    """Its owner wants a code by SMS or e-mail to be asked for after the password."""
    passkey_asked_at = models.DateTimeField(null=True)
    """When signing in by face or fingerprint was last offered and not taken."""
    password_set_at = models.DateTimeField(null=True)
    """Not known of accounts from before this was kept."""
    password_reminded_at = models.DateTimeField(null=True)
    """When a message last said that the password is old."""
    password_hint_closed_at = models.DateTimeField(null=True)
    """When its owner last put the same hint away."""
    restricted_at = models.DateTimeField(null=True)
    """Since when its data are used for what the law asks only, at its owner's request (UU 27/2022 Pasal 11)."""
    objected_at = models.DateTimeField(null=True)
    """Since when no machine decides about its owner alone (UU 27/2022 Pasal 10)."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = Accounts()

    class Meta:
        db_table = "identity_account"
        indexes = (models.Index(fields=["phone_key"], name="identity_account_phone", condition=models.Q(phone_key__isnull=False)),)
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="identity_account_email_lower"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["participant", "employer", "operator"]), name="identity_account_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.ref


class Registration(models.Model):
    """What was typed at registration. Personal data: NIK, card number, mother's name, name, phone; kept for matching."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="registration")
    nik = SealedText()
    """Not unique: two people may type the same NIK, and neither may learn of the other."""
    card_number = models.CharField(max_length=11, default="")
    """Empty for "I don't know my KPJ"; then the mother's name is there."""
    mother_name = SealedText(default="")
    full_name = SealedText()
    phone = SealedText()
    terms_version = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta:
        # The database also insists on a card number or a mother's name (migration 0009).
        db_table = "identity_registration"


class Consent(models.Model):
    """What somebody agreed to, in which words, and when. Personal data: the fact itself; kept as long as the account (UU 27/2022)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="consents")
    document = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    text_digest = models.CharField(max_length=64)
    """SHA-256 of the Indonesian text, in hex."""
    language = models.CharField(max_length=8)
    """The language in which it was read."""
    given_at = models.DateTimeField()

    class Meta:
        db_table = "identity_consent"
        constraints = (models.UniqueConstraint(fields=["account", "document", "version"], name="identity_consent_once"),)


class Representation(models.Model):
    """That an account acts for an employer. Personal data: for whom somebody works."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="representations")
    employer_ref = models.CharField(max_length=16, db_index=True)
    """Text, because employers live in an upper room."""
    since = models.DateField()
    until = models.DateField(null=True)
    """First day on which it no longer holds."""

    class Meta:
        db_table = "identity_representation"
        constraints = (
            models.UniqueConstraint(
                fields=["account", "employer_ref"], condition=models.Q(until=None), name="identity_representation_open"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="identity_representation_ends_after_start"
            ),
        )


class EmailChange(models.Model):
    """That an account wants to move, or has moved, to another address. Personal data: both addresses.

    A change that came about is kept as long as the account, for whoever says that it was not them; any other is deleted when it is over.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="email_changes")
    ref = models.CharField(max_length=16, unique=True)
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    key_digest = models.BinaryField(max_length=32, unique=True)
    """SHA-256 of the key in the link: whoever reads this table cannot confirm with it."""
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_email_change"
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=models.Q(changed_at=None), name="identity_email_change_one_waiting"),
            models.CheckConstraint(condition=models.Q(new_email=Lower("new_email")), name="identity_email_change_lower"),
        )


class OneTimeCode(models.Model):
    """Six digits sent by SMS or e-mail. Personal data: the address that was typed and a telephone number; deleted after two days.

    A row is written for every address somebody types, known or not, so that nobody can tell the difference.
    """

    class Purpose(models.TextChoices):
        """What the code opens."""

        PASSWORD = "password"  # noqa: S105 - the name of a purpose
        PHONE = "phone"
        NEW_PHONE = "newphone"
        """Another number shall hold; the code goes to that one."""
        FACTOR = "factor"
        """To show once more who is there: after the password, or before something grave."""

    class Route(models.TextChoices):
        """Which way it goes."""

        SMS = "sms"
        EMAIL = "email"

    ref = models.CharField(max_length=43, unique=True)
    """Kept in the session of the browser that asked; only there the code can be typed."""
    purpose = models.CharField(max_length=8, choices=Purpose)
    route = models.CharField(max_length=8, choices=Route, default=Route.SMS, db_default=Route.SMS)
    email = models.CharField(max_length=254)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="codes")
    phone = SealedText(default="")
    """Where it was sent, or shall be sent to a number that is not the account's yet; else empty while, or because, it was not."""
    phone_key = KeyedHash(of="phone", kind="phone", null=True)
    code_digest = models.CharField(max_length=64, default="")
    """HMAC-SHA-256 with the server's key, in hex: six digits alone could be tried out by whoever reads this table."""
    is_vouched = models.BooleanField(default=False)
    """The fund's register knows the number as this person's."""
    wrong_count = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    """When it was settled what becomes of it; a code was sent only if there is a digest."""
    proven_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_one_time_code"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(purpose__in=["password", "phone", "newphone", "factor"]), name="identity_code_purpose_known"
            ),
            models.CheckConstraint(condition=models.Q(route__in=["sms", "email"]), name="identity_code_route_known"),
        )
        indexes = (
            models.Index(fields=["email"], name="identity_code_email"),
            models.Index(fields=["phone_key", "sent_at"], condition=models.Q(phone_key__isnull=False), name="identity_code_phone"),
        )


class Passkey(models.Model):
    """A key in somebody's phone or computer, opened by face, finger or screen lock. Personal data: its name; deleted with the account.

    Nothing of a face or finger ever leaves the device (R6.2): here are the number of the key, its public half, its counter, and how it
    can be reached.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    ref = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    """COSE, as it came."""
    sign_count = models.BigIntegerField()
    """What it counted last; a number that does not grow says that the key was copied. Many keys always say 0."""
    transports = models.JSONField(default=list)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_passkey"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="identity_passkey_has_name"),)


class Authenticator(models.Model):
    """An app that shows a new code every thirty seconds. Personal data: its secret, encrypted; deleted with the account."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="authenticator")
    sealed_secret = SealedBytes(purpose="identity.authenticator", max_length=128)
    """Encrypted with a key of the server, because codes are made from it."""
    used_step = models.BigIntegerField()
    """The newest thirty seconds whose code was taken: it and older ones are taken no more."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_authenticator"


class RecoveryCode(models.Model):
    """One of ten codes on paper. Personal data: none but whose it is; deleted with the account or when new ones are made."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    code_digest = models.CharField(max_length=64)
    """HMAC-SHA-256 with the server's key, in hex."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_recovery_code"
        constraints = (models.UniqueConstraint(fields=["account", "code_digest"], name="identity_recovery_code_once"),)


class Device(models.Model):
    """A browser in which an account has signed in before. Personal data: its kind and when it was here; deleted when silent for a year.

    Known by a cookie of its own. It gets its own number of attempts, so that nobody elsewhere can shut its owner out.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    ref = models.CharField(max_length=16, unique=True)
    key_digest = models.BinaryField(max_length=32)
    """SHA-256 of the key in the cookie; one browser may be known to several accounts."""
    browser = models.CharField(max_length=20, default="")
    system = models.CharField(max_length=20, default="")
    name = models.CharField(max_length=60, default="")
    """What its owner calls it; given when it is trusted."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    trusted_until = models.DateTimeField(null=True)
    """Until then no code is asked for after the password."""

    class Meta:
        db_table = "identity_device"
        constraints = (models.UniqueConstraint(fields=["account", "key_digest"], name="identity_device_once"),)


class SignIn(models.Model):
    """That somebody signed in. Personal data: when, how and with what kind of browser; no place; deleted after half a year."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    way = models.CharField(max_length=10)
    """The strongest thing that was shown: one of `proofs.Way`."""
    browser = models.CharField(max_length=20, default="")
    system = models.CharField(max_length=20, default="")
    is_new_device = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_sign_in"
        indexes = (models.Index(fields=["account", "-id"], name="identity_sign_in_newest"),)


class Session(models.Model):
    """One browser. Personal data: when somebody was here and with what kind of browser; deleted when it ends. See `sessions`."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, db_default=RandomUUID())
    """Names it on the page where it can be ended from elsewhere."""
    key_digest = models.BinaryField(max_length=32, unique=True)
    """SHA-256 of the key in the cookie: whoever reads this table cannot sign in with it."""
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="sessions")
    browser = models.CharField(max_length=20, default="", db_default="")
    system = models.CharField(max_length=20, default="", db_default="")
    data = SealedJson(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_session"


class AccessToken(models.Model):
    """A key with which a program reads one member's own balance. Personal data: which program, and when it last asked.

    See `tokens`. Kept after it was revoked or ran out, until `actions.forget_run_out` deletes it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="access_tokens")
    ref = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=60)
    """What its owner calls the program."""
    key_digest = models.BinaryField(max_length=32, unique=True)
    """SHA-256 of the token: whoever reads this table cannot ask with it."""
    asked_as = models.UUIDField()
    """Made by the form; the same form sent twice makes one token."""
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """Written at most once a minute."""
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_access_token"
        constraints = (
            models.UniqueConstraint(fields=["account", "asked_as"], name="identity_access_token_once"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="identity_access_token_ends"),
        )
