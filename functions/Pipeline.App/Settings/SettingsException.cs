namespace Pipeline.App.Settings;

/// <summary>The settings file says something impossible; the message names the key, the value and the way out.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
