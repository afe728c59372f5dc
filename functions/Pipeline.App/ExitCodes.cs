namespace Pipeline.App;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was refused, or there is a problem with data or settings; the sentence says which.</summary>
    public const int Refused = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Storage failed; what was there before is intact.</summary>
    public const int Storage = 3;
}

/// <summary>A command cannot do what was asked; the message is a sentence with the value and the way out.</summary>
internal sealed class RefusalException : Exception
{
    public RefusalException()
    {
    }

    public RefusalException(string message)
        : base(message)
    {
    }

    public RefusalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
