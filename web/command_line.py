"""How the command line answers what cannot be done: in the language of the installation, with a code to exit with."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, NoReturn

import click

from casework.errors import StorageUnavailable, WordedError
from casework.texts import TEXTS
from engine.errors import Language, sentence
from settings import SettingRefused, Settings

REFUSED, WRONG_USE, INTERRUPTED = 1, 2, 130


def language_of(context: click.Context) -> Language:
    # Before the settings are read only the environment knows.
    asked = context.obj.language if isinstance(context.obj, Settings) else os.environ.get("BANJIAN_LANGUAGE")
    return "en" if asked == "en" else "zh"


class Misuse(click.UsageError):
    """A command that is not written as it has to be: what is wrong, in which command, and how to find its use."""

    def show(self, file: Any = None) -> None:
        assert self.ctx is not None
        command = f"banjian{self.ctx.command_path.removeprefix(self.ctx.find_root().command_path)}"
        click.echo(f"{command}: {self.message}", err=True)
        click.echo(sentence(TEXTS, "misuse.help", language_of(self.ctx), {"command": command}), err=True)


class ExistingFile(click.Path):
    """A file that is there; whether it can be read shows when it is."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        assert param is not None and ctx is not None
        if os.path.isdir(value) or not os.path.exists(value):
            code = "misuse.folder" if os.path.isdir(value) else "misuse.no_file"
            _misused(ctx, code, name=_name(param), file=click.format_filename(value))
        return super().convert(value, param, ctx)


class Command(click.Command):
    """A command whose wrong use is told in words of ours."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            extra = super().parse_args(ctx, args)
        except click.UsageError as wrong:
            _tell(ctx, wrong)
        if extra and not ctx.resilient_parsing:
            _misused(ctx, "misuse.too_many", extra=" ".join(extra))
        return extra


class Commands(click.Group):
    """Turns a refusal into its sentence and exit code 1, a wrong setting into exit code 2; Ctrl+C ends quietly."""

    command_class = Command
    group_class = type

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            _tell(ctx, wrong)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            _tell(ctx, wrong)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SettingRefused as refused:
            click.echo(f"banjian: {refused.in_language(language_of(context))}", err=True)
            context.exit(WRONG_USE)
        except WordedError as refused:
            if isinstance(refused, StorageUnavailable):
                click.echo(f"{refused.code}: {refused.__cause__ or refused.params}", err=True)
            click.echo(refused.in_language(language_of(context)), err=True)
            context.exit(REFUSED)
        except OSError as failure:
            if failure.errno == errno.EPIPE:
                # Whoever read the output has gone away; click ends quietly then.
                raise
            click.echo(sentence(TEXTS, "command.no_file", language_of(context), no_file(failure)), err=True)
            context.exit(REFUSED)
        except KeyboardInterrupt:
            context.exit(INTERRUPTED)


def no_file(failure: OSError) -> dict[str, str]:
    """What `command.no_file` says of a failure."""
    return {"file": failure.filename or "", "reason": failure.strerror or str(failure)}


def _tell(context: click.Context, wrong: click.UsageError) -> NoReturn:
    """Raise `Misuse` for what click has found."""
    match wrong:
        case Misuse():
            raise wrong
        case click.exceptions.NoArgsIsHelpError():
            click.echo(wrong.message, err=True)
            _misused(context, "misuse.no_command", known=_commands(context))
        case click.exceptions.NoSuchCommand():
            _misused(context, "misuse.unknown_command", name=wrong.command_name, known=_commands(context))
        case click.NoSuchOption():
            known = [option for one in context.command.get_params(context) for option in one.opts if option[0] == "-"]
            _misused(context, "misuse.unknown_option", name=wrong.option_name, known=" ".join(known))
        case click.BadOptionUsage():
            options = (one for one in context.command.get_params(context) if wrong.option_name in one.opts)
            is_flag = any(isinstance(one, click.Option) and one.is_flag for one in options)
            _misused(context, "misuse.takes_no_value" if is_flag else "misuse.no_value", name=wrong.option_name)
        case click.MissingParameter(param=click.Parameter() as about):
            _misused(context, "misuse.missing", name=_name(about))
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as numbers) as about):
            _misused(context, "misuse.out_of_range", name=_name(about), low=numbers.min, high=numbers.max)
        case _:
            _misused(context, "misuse.other", problem=wrong.format_message())


def _misused(context: click.Context, code: str, **params: Any) -> NoReturn:
    raise Misuse(sentence(TEXTS, code, language_of(context), params), context)


def _commands(context: click.Context) -> str:
    assert isinstance(context.command, click.Group)
    return " ".join(context.command.list_commands(context))


def _name(parameter: click.Parameter) -> str:
    return parameter.human_readable_name if isinstance(parameter, click.Argument) else max(parameter.opts, key=len)
