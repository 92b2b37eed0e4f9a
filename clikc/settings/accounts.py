"""Accounts (django-allauth): sign-in by verified e-mail address, second factor, sessions list."""

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "clikc.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "clikc.people.forms.SignupForm",
    "login": "clikc.people.forms.SigninForm",
    "reset_password": "clikc.people.forms.ResetPasswordForm",
    "reset_password_from_key": "clikc.people.forms.NewPasswordForm",
    "confirm_password_reset_code": "clikc.people.forms.ResetCodeForm",
    "confirm_email_verification_code": "clikc.people.forms.VerificationCodeForm",
    "change_password": "clikc.people.forms.ChangePasswordForm",
    "add_email": "clikc.people.forms.ChangeEmailForm",
    "reauthenticate": "clikc.people.forms.PasswordAgainForm",
}

# --- Mail: an address counts once its code was typed in ---------------------------------------
# Codes and no links: mail is often read on another device, and no address on the web carries a secret.
CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = CODE_FORMAT
# Mail to an administration may wait in a queue of unknown senders for a quarter of an hour.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = CODE_FORMAT
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True

# --- Nobody learns whether an account exists; nobody guesses for long ---------------------------
ACCOUNT_PREVENT_ENUMERATION = True
# By address of the machine (a training room shares one), by account or e-mail address ("key").
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip,200/d/ip",
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "confirm_email": "1/10s/key,10/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # The link of an invitation; a class opens theirs together.
    "accept_invitation": "60/m/ip",
}

# --- Sessions: they end with the browser, unless the device is one's own ----------------------
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# A new password ends every other session; the one it was set in goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
USERSESSIONS_TRACK_ACTIVITY = False

# --- Second factor ------------------------------------------------------------------------------
# The demo signs in with a password alone; everywhere else the back office asks for more.
SECOND_FACTOR_REQUIRED = True
# A code still holds in the half minute after its own (RFC 6238, 5.2): a thin line takes its time.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "clikc.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CLiKC!"
MFA_FORMS = {
    "authenticate": "clikc.people.forms.SecondFactorForm",
    "reauthenticate": "clikc.people.forms.SecondFactorAgainForm",
    "activate_totp": "clikc.people.forms.ActivateAppForm",
}

# --- Passwords ------------------------------------------------------------------------------------
PASSWORD_MIN_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "printed_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
