"""The drawings of our icons: a 24 pixel grid, strokes two wide, one line of SVG for each word."""

# ruff: noqa: E501 - a drawing cannot be wrapped

from typing import Final

DRAWINGS: Final[dict[str, str]] = {
    # Places of the house
    "home": '<path d="M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"/>',
    "inbox": '<path d="M4 13l2.5-8h11L20 13v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM4 13h4.5a3.5 3.5 0 0 0 7 0H20"/>',
    "board": '<rect x="4" y="4" width="4.5" height="16" rx="1"/><rect x="10" y="4" width="4.5" height="10" rx="1"/>'
    '<rect x="16" y="4" width="4.5" height="13" rx="1"/>',
    "report": '<path d="M20 14.5a2 2 0 0 1-2 2H9.5L5 20.5V6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2zM12.5 7.5v5.5M9.8 10.2h5.4"/>',
    "search": '<circle cx="10.8" cy="10.8" r="6.3"/><path d="M15.5 15.5L20.5 20.5"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0"/>',
    "settings": '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.6"/><circle cx="8" cy="17" r="2.6"/>',
    "people": '<circle cx="9" cy="8" r="3.6"/><path d="M2.8 20a6.2 6.2 0 0 1 12.4 0M15.8 4.8a3.6 3.6 0 0 1 0 6.4M17.6 14.4a6.2 6.2 0 0 1 3.6 5.6"/>',
    "team": '<circle cx="12" cy="6.5" r="2.8"/><circle cx="5.5" cy="16" r="2.5"/><circle cx="18.5" cy="16" r="2.5"/>'
    '<path d="M10.6 9l-3.7 4.9M13.4 9l3.7 4.9M8 16h8"/>',
    "place": '<path d="M12 21s-7-6.2-7-11.2a7 7 0 0 1 14 0C19 14.8 12 21 12 21z"/><circle cx="12" cy="9.8" r="2.5"/>',
    "stream": '<rect x="3.5" y="9" width="5" height="6" rx="1"/><rect x="15.5" y="4" width="5" height="6" rx="1"/><rect x="15.5" y="14" width="5" height="6" rx="1"/>'
    '<path d="M8.5 12H12M12 7v10M12 7h3.5M12 17h3.5"/>',
    "process": '<rect x="4" y="7" width="16" height="10" rx="2"/><path d="M8 12h7M12.5 9.5L15 12l-2.5 2.5"/>',
    "procedure": '<rect x="5" y="3.5" width="14" height="17" rx="2"/><path d="M8.5 8.5h.01M8.5 12h.01M8.5 15.5h.01M11.5 8.5h4M11.5 12h4M11.5 15.5h4"/>',
    "worker": '<path d="M12 3.5v2.7M12 17.8v2.7M3.5 12h2.7M17.8 12h2.7M6 6l1.9 1.9M16.1 16.1L18 18M6 18l1.9-1.9M16.1 7.9L18 6"/>'
    '<circle cx="12" cy="12" r="4"/>',
    "history": '<path d="M4.5 6v4.5H9M4.9 10.2a7.6 7.6 0 1 1-.4 4.3M12 8v4.3l2.8 1.7"/>',
    "table": '<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4 10h16M4 14.5h16M10 10v9"/>',
    # Verbs
    "import": '<path d="M12 3.5v10M8 10l4 4 4-4M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/>',
    "download": '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"/>',
    "upload": '<path d="M12 15.5V4.5M7.5 9L12 4.5 16.5 9M5 20h14"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "undo": '<path d="M8 5L4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-4"/>',
    "pencil": '<path d="M14.5 5.5l4 4L9 19l-5 1 1-5zM12.5 7.5l4 4"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "drag": '<path d="M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01" stroke-width="3"/>',
    "print": '<path d="M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v5a1 1 0 0 1-1 1h-2M7 14.5h10V20H7z"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "more": '<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="3"/>',
    "sign-out": '<path d="M13 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H13M10 12h10M16.5 8.5L20 12l-3.5 3.5"/>',
    "external": '<path d="M13 5h6v6M19 5l-8.5 8.5M17 14v4a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 5 18V9a1.5 1.5 0 0 1 1.5-1.5h4"/>',
    "arrow-left": '<path d="M19 12H5.5M11 6l-6 6 6 6"/>',
    "arrow-right": '<path d="M5 12h13.5M13 6l6 6-6 6"/>',
    "arrow-up": '<path d="M12 19V5.5M6 11l6-6 6 6"/>',
    "arrow-down": '<path d="M12 5v13.5M6 13l6 6 6-6"/>',
    "chevron-right": '<path d="M9.5 6l6 6-6 6"/>',
    "chevron-down": '<path d="M6 9.5l6 6 6-6"/>',
    # Things
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "comment": '<path d="M20 14a2 2 0 0 1-2 2h-6.5L7 20v-4H6a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2z"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>',
    "file": '<path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5"/>',
    "photo": '<path d="M8 7l1.4-2.5h5.2L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-9A1.5 1.5 0 0 1 5.5 7z"/>'
    '<circle cx="12" cy="12.8" r="3.2"/>',
    "qr": '<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/>'
    '<path d="M14 14h2.5v2.5M20 14v.01M14 20h.01M17.5 20H20v-3"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="M4.5 7.5l7.5 6 7.5-6"/>',
    "key": '<circle cx="8.5" cy="14" r="4"/><path d="M11.5 11.2L19.5 4M16 7l2.5 2.8"/>',
    "shield": '<path d="M12 3.5l7 2.5v5.5c0 4.5-2.9 7.6-7 9-4.1-1.4-7-4.5-7-9V6zM9 12l2.2 2.2L15.2 10"/>',
    "mask": '<path d="M4 8c2.5-1.6 5-1.3 8 .3 3-1.6 5.5-1.9 8-.3.2 5-1.7 8-4.4 8-1.7 0-2.4-1.3-3.6-1.3S10.1 16 8.4 16C5.7 16 3.8 13 4 8z"/>'
    '<path d="M8.4 11.3h.01M15.6 11.3h.01" stroke-width="3"/>',
    "globe": '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c2.4 2.3 3.5 5 3.5 8s-1.1 5.7-3.5 8c-2.4-2.3-3.5-5-3.5-8s1.1-5.7 3.5-8z"/>',
    "sun": '<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v1.8M12 18.7v1.8M3.5 12h1.8M18.7 12h1.8M6 6l1.3 1.3M16.7 16.7L18 18M6 18l1.3-1.3M16.7 7.3L18 6"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
    "keyboard": '<rect x="3" y="6" width="18" height="12" rx="2"/><path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8"/>',
    # What a report can be
    "problem": '<path d="M12 4l9 15.5H3zM12 10v4M12 16.8v.01"/>',
    "nearmiss": '<path d="M4 17.5C7 8 14 5 20 9M16 4.5L20.3 9l-5.5 2"/><circle cx="10" cy="17" r="2.5"/>',
    "idea": '<path d="M9 16.5c0-2-2.5-3.2-2.5-6.7a5.5 5.5 0 0 1 11 0c0 3.5-2.5 4.7-2.5 6.7zM9.5 20h5"/>',
    "complaint": '<path d="M4 10v4h3.5l6.5 4V6L7.5 10zM17.5 9.5a4 4 0 0 1 0 5"/>',
    "question": '<circle cx="12" cy="12" r="8"/><path d="M9.6 9.7a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1.1.8-1.1 1.6M12 16.4v.01"/>',
    "thanks": '<path d="M12 19.5S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5c0 5.5-8 10-8 10z"/>',
    # Where a cause can lie
    "method": '<path d="M9 6h11M9 12h11M9 18h11M4 6l1 1 1.5-2M4 12l1 1 1.5-2M4 18l1 1 1.5-2"/>',
    "machine": '<path d="M4 20V11l5 3v-3l5 3V5h6v15zM8 17h.01M12 17h.01M16 17h.01"/>',
    "material": '<path d="M12 3.5l8 4.2v8.6l-8 4.2-8-4.2V7.7zM4 7.7l8 4.3 8-4.3M12 12v8.5"/>',
    "measurement": '<path d="M3.5 15.5L15.5 3.5l5 5-12 12zM7 12l2 2M10 9l3 3M13 6l2 2"/>',
    "environment": '<path d="M5 19c0-8 5-13 14-14 .5 8-3.5 13.5-9.5 13.5A4.5 4.5 0 0 1 5 14M5 20c1.5-4.5 4-7 8-9"/>',
    "information": '<path d="M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13"/>',
    "training": '<path d="M2.5 9.5L12 5l9.5 4.5L12 14zM6.5 11.5V16c3.5 2.7 7.5 2.7 11 0v-4.5M21.5 9.5V15"/>',
    "workload": '<path d="M5 17a8 8 0 1 1 14 0M12 15l4-5.5"/><circle cx="12" cy="15.5" r="1.5"/>',
    "decision": '<path d="M12 20.5V14L6 8M12 14l6-6M6 12V7.5h4.5M18 12V7.5h-4.5"/>',
    # Tones
    "warning": '<path d="M12 4l9 15.5H3zM12 10v4M12 16.8v.01"/>',
    "info": '<circle cx="12" cy="12" r="8"/><path d="M12 11.5V16M12 8v.01"/>',
}

#: These point along the line of writing, so they turn round where it runs from right to left.
DIRECTIONAL: Final = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-right",
        "undo",
        "external",
        "sign-out",
        "history",
        "nearmiss",
        "report",
    }
)
