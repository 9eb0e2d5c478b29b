"""How this Superset runs: on this machine alone, in Japanese, asking nobody outside for anything.

Superset reads it through SUPERSET_CONFIG_PATH; scripts/superset.sh writes the key and sets the folders.
"""

import os
from pathlib import Path
from typing import Any

from dashboards.app.palette import BLUE, FONTS, GREEN, SERIES, VERMILION

_HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (_HOME / "secret_key").read_text("utf-8").strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'superset.db'}"

BABEL_DEFAULT_LOCALE = "ja"
LANGUAGES = {"ja": {"flag": "jp", "name": "日本語"}, "en": {"flag": "us", "name": "English"}}
APP_NAME = "発言"

# What the default allows beyond 'self' is a tracking pixel, map tiles and fonts of others: none is needed.
TALISMAN_ENABLED = True
TALISMAN_CONFIG: dict[str, Any] = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}

EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "hatsugen",
        "description": "Told apart without one kind of cone; see dashboards/app/palette.py",
        "label": "発言",
        "isDefault": True,
        "colors": list(SERIES),
    }
]
THEME_DEFAULT = {
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": "Apache Superset",
        "brandLogoUrl": "/static/assets/images/superset-logo-horiz.png",
        "brandLogoMargin": "18px 0",
        "brandLogoHref": "/",
        "brandLogoHeight": "24px",
        "brandIconMaxWidth": 37,
        "colorPrimary": BLUE,
        "colorLink": BLUE,
        "colorError": VERMILION,
        "colorWarning": "#fcc700",
        "colorSuccess": GREEN,
        "colorInfo": BLUE,
        "fontFamily": f"Inter, {FONTS}",
        "fontFamilyCode": "'IBM Plex Mono', 'Courier New', monospace",
        "fontUrls": [],
        # The stylesheet's own sizes: a theme replaces the default whole.
        "transitionTiming": 0.3,
        "fontSizeXS": "8",
        "fontSizeXXL": "28",
        "fontWeightNormal": "400",
        "fontWeightLight": "300",
        "fontWeightStrong": "600",
        "fontWeightBold": "700",
        "colorEditorSelection": "#fff5cf",
    },
    "algorithm": "default",
}
THEME_DARK = None

# What text of a post says is never markup, also in tables that somebody draws later.
HTML_SANITIZATION = True
PREVENT_UNSAFE_DB_CONNECTIONS = True
