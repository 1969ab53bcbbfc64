"""What quizzes and explorers share: they show a widget where there are widgets, else text."""

from typing import Any


class Shown:
    """Base of things with a widget and a plain text that says the same.

    A front end without widgets (a screen reader, GitHub, a printed page) gets `repr`.
    """

    def widget(self) -> Any:
        """The widget, made of ipywidgets' core widgets."""
        raise NotImplementedError

    def html(self) -> str:
        """What a page shows that has no widgets, such as GitHub's; nothing if the text will do."""
        return ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Not by the widget's own method: that of ipywidgets 7, which Colab has, has another name.
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget().model_id}
        page = {"text/html": self.html()} if self.html() else {}
        return {"application/vnd.jupyter.widget-view+json": view, **page, "text/plain": repr(self)}
