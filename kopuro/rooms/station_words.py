"""The words of a station in the reader's language, handed to its script once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kopuro.rooms import terms


def station_words() -> dict[str, str]:
    found = {
        "absent": _("absent"), "acked": _("You have confirmed it."), "ack": _("I have read it"), "alone": _("For yourself"),
        "answer": _("Answer"), "answer_anew": _("Change the answer"), "answer_came": _("answer has come"),
        "answer_to_request": _("Answer to a request"), "answered": _("Your answer is kept. You may change it."), "ask": _("Ask for information"),
        "ask_help": _("Asking costs nothing. The answer comes to your inbox."), "ask_it": _("Ask"), "ask_own": _("In your own words"),
        "ask_short": _("Ask"), "asked": _("asked"), "being_sent": _("Kept on this device; it is being sent."),
        "case_of": _("Case {a} of {b}"), "cases": _("Cases"), "certain": _("certain"), "confidence": _("How sure are you, from 0 to 100?"),
        "correct": _("Correct it"), "correct_it": _("Correct this"), "could_be_better": _("What could be better?"), "counts": _("Counts"),
        "counts_not": _("Does not count"), "debrief": _("Debrief"), "decide": _("Decide"), "down": _("Down"), "edited": _("The words of this were changed."),
        "entry": _("One thought"), "form_in": _("Your form is in. Thank you."), "four_tests": _("A word on each of the four tests"), "guess": _("a guess"),
        "hotwash": _("A short form at the end, unnamed"), "inbox": _("Inbox"), "indicators": _("Teaching indicators of this exercise"),
        "join_again": _("Join again"), "keep": _("Keep it"), "keep_rating": _("Keep and go on"), "language": _("Language"), "learned": _("What did you learn?"),
        "lessons": _("Lessons"), "lock": _("Lock my ratings"), "lock_help": _("All cases have your answer. Lock them; then they stand as they are."),
        "missing_confidence": _("Say how sure you are: move the slider."), "missing_option": _("Choose an answer."),
        "missing_own_words": _("Write what you would do."), "missing_rationale": _("Write why. A sentence is enough."),
        "missing_tests": _("Write a word on each of the four tests."), "missing_text": _("Write something first."), "missing_value": _("Choose an answer."),
        "more": _("More"), "new_item": _("New"), "next": _("Next"), "no_line": _("No network. What you type is kept."), "not_begun": _("The exercise has not begun yet."),
        "not_set": _("not set"), "nothing_yet": _("Nothing has come yet. It will stand here by itself."), "over": _("The exercise is over"),
        "over_help": _("Stay for the debrief: it is the best part."), "own_figures": _("Your own figures"),
        "own_figures_help": _("This code opens your own figures, for you alone. Write it down; it stands nowhere else."),
        "own_words": _("Something else, in our own words"), "own_words_field": _("If something else: what?"), "present": _("present"), "previous": _("Back"),
        "rank_it": _("Send my ranking"), "rated": _("rated"), "rationale": _("Why?"), "ratings_locked": _("Your own ratings are locked. Thank you."),
        "ready": _("Your station is ready"), "reflection": _("Your words"), "reflection_kept": _("It is kept."),
        "reflection_own": _("Only you read this."), "reflection_shared": _("Those who lead the room may read this."), "round_closed": _("What the room says"),
        "round_collect": _("Everybody writes at once"), "round_collect_help": _("Nobody sees who wrote what. Send as many thoughts as you like, one at a time."),
        "round_rank": _("What matters most?"), "round_theme": _("What the room wrote"), "saved": _("Saved"), "seat_gone": _("This seat was given up"),
        "send": _("Send"), "services": _("Support in this town (invented)"), "station": _("Station"), "status_debrief": _("Debrief"), "status_ended": _("The exercise is over"),
        "status_open": _("It begins soon"), "status_paused": _("Pause"), "status_prepared": _("Being prepared"), "status_running": _("The exercise runs"),
        "status_sealed": _("The run is sealed"), "step_in": _("I am back"), "step_out": _("Step out"),
        "step_out_help": _("You may step out at any moment. No reason is asked and none is kept."), "stop": _("Stop word"),
        "stop_given": _("Everybody who leads the room has been told. Somebody comes."), "stop_help": _("It reaches everybody who leads the room at once."),
        "stop_now": _("Stop: somebody please come"), "team_chat": _("To the team"), "team_decided": _("Your team decided"), "test_equal": _("Non-discrimination: would it be the same for anybody?"),
        "test_legal": _("Legal basis: what allows it?"), "test_necessary": _("Necessity: is it needed?"), "test_proportionate": _("Proportionality: is it the mildest that helps?"),
        "time_left": _("Time left"), "time_over": _("The time is over; you may still answer."), "together": _("Together, for the team"), "transcript": _("Transcript"),
        "unknown": _("can't tell"), "unread": _("unread"), "up": _("Up"), "waits_for_you": _("waits for your answer"), "waits_to_send": _("Kept here, being sent: {n}"),
        "went_well": _("What went well?"), "what": _("What do you do?"), "worth": _("Was it worth your time? 1: no, 5: very much"), "write": _("Write"),
        "write_to": _("Write to {name}"), "you_are_out": _("You have stepped out"), "you_are_out_help": _("Take your time. Nothing is asked of you."),
        "you_decided": _("You decided"), "you_wrote": _("You wrote to {name}"), "your_team": _("Your team"),
    }  # fmt: skip
    found |= {f"kind_{code}": str(label) for code, label in terms.INJECT_KINDS.items()}
    return found | {f"channel_{code}": str(label) for code, label in terms.CHANNELS.items()}
