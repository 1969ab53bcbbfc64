"""Explorers: a few settings to play with, and what follows from them.

An explorer names its settings and turns a choice of them into a view. The widget and the plain
call both come from that, so they cannot show different things:

    explore("02")                          sliders and menus
    explore("02").show(effort="none")      the same as text
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import product
from typing import Any, ClassVar

from .. import first_cell, lessons
from ..drawing import View
from ..problems import LessonProblem
from ..replay.miss import NotRecorded, take_untold
from ..settings import Settings
from .widget import Shown

ERROR = "explorer-error"  # the CSS class of an error that an explorer shows


class Explorer(Shown):
    """Base class. A subclass gives `title`, `settings` and `views`.

    settings: for each name the values that can be chosen; the first one is where it starts.
    A range becomes a slider.
    start: the settings that start at another value, with this value.
    free: settings that take any text when requests go to the real API.
    button: what starts it, if it should not answer every change at once (a stream does not).
    asks: whether it sends requests, so that a recording has to go through all settings.
    """

    title: ClassVar[str] = ""
    settings: ClassVar[Mapping[str, Sequence[Any]]] = {}
    start: ClassVar[Mapping[str, Any]] = {}
    free: ClassVar[tuple[str, ...]] = ()
    button: ClassVar[str] = ""
    asks: ClassVar[bool] = False
    lesson = ""  # its number; `explore` sets it

    def views(self, **chosen: Any) -> Iterable[View]:
        """What follows from the chosen settings: one view, or several as they come about."""
        raise NotImplementedError

    def show(self, **chosen: Any) -> View:
        """The last view for these settings; those not named are where they start.

        Raises ValueError with the values that there are, for one that there is not.
        """
        *_, last = self._views(self._complete(chosen))
        return last

    def _views(self, chosen: Mapping[str, Any]) -> Iterator[View]:
        try:
            yield from self.views(**chosen)
        except NotRecorded as error:
            if not (advice := error.of_another_lesson(self.lesson)):
                raise
            take_untold()
            raise LessonProblem(advice) from None

    def every(self) -> Iterator[View]:
        """The view of every combination of settings."""
        for combination in product(*self.settings.values()):
            yield self.show(**dict(zip(self.settings, combination, strict=True)))

    def __repr__(self) -> str:
        offered = [f"  {name}: {_text(values)}" for name, values in self.settings.items()]
        # What waits for its button must not start, and cost, by being displayed.
        shown = "Start it with .show()." if self.button else repr(self.show())
        return "\n".join([self.title, *offered, "", shown])

    def _complete(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        for name, value in chosen.items():
            if name not in self.settings:
                raise ValueError(f"There is no setting {name!r}: {', '.join(self.settings)}.")
            offered = self.settings[name]
            if value not in offered and not self._takes_anything(name):
                raise ValueError(f"{name} can be {_text(offered)}.")
        return {name: self._begin(name) for name in self.settings} | dict(chosen)

    def _begin(self, name: str) -> Any:
        return self.start.get(name, self.settings[name][0])

    def _takes_anything(self, name: str) -> bool:
        return name in self.free and Settings.load().mode != "replay"

    def widget(self) -> Any:
        import ipywidgets as widgets

        wide = widgets.Layout(width="100%")
        controls = {
            name: _control(name, values, self._begin(name), self._takes_anything(name))
            for name, values in self.settings.items()
        }
        picture = widgets.HTML(layout=wide)

        def draw(_: Any = None) -> None:
            chosen = {name: control.value for name, control in controls.items()}
            try:
                for view in self._views(chosen):
                    picture.value = view.html or f"<pre>{escape(view.text)}</pre>"
            except (Exception, NotRecorded) as error:  # a callback's error would be seen by nobody
                told = escape(f"{type(error).__name__}: {error}")
                picture.value = f'<pre class="{ERROR}">{told}</pre>'

        rows: list[Any] = [widgets.HTML(f"<b>{self.title}</b>", layout=wide), *controls.values()]
        if self.button:
            start = widgets.Button(description=self.button)

            def draw_once(_: Any) -> None:
                start.disabled = True  # a second click would ask everything again
                try:
                    draw()
                finally:
                    start.disabled = False

            start.on_click(draw_once)
            rows.append(start)
        else:
            for control in controls.values():
                control.observe(draw, names="value")
            draw()
        return widgets.VBox([*rows, picture], layout=wide)


def _text(offered: Sequence[Any]) -> str:
    if isinstance(offered, range):
        return f"{offered[0]} to {offered[-1]} in steps of {offered.step}"
    return ", ".join(map(repr, offered))


def _control(name: str, offered: Sequence[Any], begin: Any, takes_anything: bool) -> Any:
    import ipywidgets as widgets

    common = {
        "description": name.replace("_", " "),
        "style": {"description_width": "initial"},
        "layout": widgets.Layout(width="max-content", max_width="100%"),
    }
    if isinstance(offered, range):
        common["layout"] = widgets.Layout(width="420px", max_width="100%")
        ends = {"min": offered[0], "max": offered[-1], "step": offered.step}
        return widgets.IntSlider(begin, **ends, **common)
    if takes_anything:
        common["layout"] = widgets.Layout(width="100%")
        # A letter that is typed is no question yet: it would be asked, and cost.
        common["continuous_update"] = False
        return widgets.Combobox(value=begin, options=list(offered), **common)
    return widgets.Dropdown(
        options=[(str(value), value) for value in offered], value=begin, **common
    )


def explore(lesson: str) -> Explorer:
    """The explorer of a lesson, such as "04". Raises LookupError if there is none."""
    from ..replay import seam

    if not seam.is_installed():
        raise LessonProblem(first_cell.ADVICE)
    explorer = lessons.code(lesson, "explorer").LessonExplorer()
    explorer.lesson = lessons.full_name(lesson)[:2]
    return explorer
