# title: Поручения
# author: Kopuro
VAR asked = false
EXTERNAL weather()
LIST places = yard, library
-> start
=== start ===
# role: инспектор
Сегодня нужно зайти в {~двор|библиотеку}. # музыка: дождь
{weather()}
-> ask ->
- (again) Что дальше?
* [Ещё раз к началу] -> start
+ {asked} [Помолчать # no action # credit: part]
    Вы молчите. <>
    Никто не торопит.
* [Поговорить # credit: full # because: Разговор ничего не портит. # flag: доверие # звук: стук]
    # delay: скоро
    Вы говорите.
- -> final
=== ask ===
~ asked = true
Вы спрашиваете соседа.
->->
=== function weather() ===
~ return "Ясно."
=== final ===
# by hand
Конец дня.
* [Дальше]
- # acknowledge
  # deadline: 5m
  Все идут домой.
-> END
