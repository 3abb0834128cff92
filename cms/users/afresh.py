"""Taking away what somebody signs in with."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from cms.users.models import User


def forget_second_factor(user: User) -> None:
    """Signs the user out everywhere; the next sign-in sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
