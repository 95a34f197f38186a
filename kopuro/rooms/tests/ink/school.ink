# title: The open door
# language: en
VAR trust = 0
-> school

=== school ===
# from: Nargiza
# channel: mail
A teacher writes to you. # at: 0s
She is worried about a pupil.
* [Call her back] # asks-more
    ~ trust = trust + 1
    You call. She is glad that somebody asks.
    -> meeting
* [Wait a day] # no-action
    Nothing happens that day.
    -> meeting
* Tell the police[.], and the school hears of it.
    # delay: 2m
- The next morning the school writes again.
-> meeting

=== meeting ===
= room
# team: youth centre
# phase: meeting
Everybody sits down together.
{trust > 0: The teacher smiles at you.}
+ [Listen] -> listen
+ [Speak first] 
    You speak. -> room_again
= room_again
Nobody answers you.
-> END
= listen
You learn that the boy is looking after his mother.
-> DONE
