from babelwire_search.pages.tables import Cell, cells, table


def test_cells_are_parted_by_bars_between_spaces_and_at_the_ends() -> None:
    assert cells("Port | 1971 | a|b") == ["Port", "1971", "a|b"]
    assert cells(" | x | | y |") == ["", "x", "", "y", ""]
    assert cells("| x | | y") == ["", "x", "", "y"]
    assert cells("alone") == ["alone"]


def test_headings_of_columns_stand_over_rows_as_wide_as_the_widest() -> None:
    made = table([(True, "Port | Gusts"), (False, "Marra | 131 | at noon"), (False, "Ilvo")], 4)
    assert made.number == 4
    assert made.head == [[Cell("Port", "col"), Cell("Gusts", "col", is_number=True), Cell("")]]
    assert made.rows == [
        [Cell("Marra"), Cell("131", is_number=True), Cell("at noon")],
        [Cell("Ilvo", span=3)],
    ]


def test_an_empty_corner_means_that_rows_have_headings_too() -> None:
    made = table(
        [(True, "All of it"), (True, " | 2025 | 2026"), (False, "Marra | 1,204 | –3 %"), (False, " | 7 | 8 t")], 1
    )
    assert made.head[0] == [Cell("All of it", "colgroup", 3)]
    assert made.head[1][0] == Cell("")
    assert [[(cell.text, cell.scope, cell.is_number) for cell in row] for row in made.rows] == [
        [("Marra", "row", False), ("1,204", "", True), ("–3 %", "", False)],
        [("", "", False), ("7", "", True), ("8 t", "", False)],
    ]


def test_one_column_is_a_table_too() -> None:
    made = table([(True, "Port"), (False, "Marra")], 1)
    assert (made.head, made.rows) == ([[Cell("Port", "col")]], [[Cell("Marra")]])
