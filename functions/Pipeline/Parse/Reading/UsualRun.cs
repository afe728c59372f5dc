namespace Pipeline.Parse.Reading;

/// <summary>Whether a column goes on to be read as usual forms are: not where one row after another turned out to be of another.</summary>
/// <param name="goesOn">Whether it begins so.</param>
internal struct UsualRun(bool goesOn)
{
    /// <summary>How many unusual rows in a row are enough: quoted numbers, or blanks.</summary>
    private const int Patience = 64;

    private int _misses;

    public bool GoesOn { get; private set; } = goesOn;

    /// <summary>Notes how far a run of usual rows came, and returns that.</summary>
    public int Note(int from, int to)
    {
        _misses = to > from ? 0 : _misses + 1;
        GoesOn = _misses < Patience;
        return to;
    }
}
