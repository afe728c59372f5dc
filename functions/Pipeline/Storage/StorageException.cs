namespace Pipeline.Storage;

/// <summary>Storage failed after its own retries; what was there before is intact.</summary>
public class StorageException : IOException
{
    public StorageException()
    {
    }

    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An object that had to be there is not.</summary>
public sealed class ObjectNotFoundException : StorageException
{
    public ObjectNotFoundException()
    {
    }

    public ObjectNotFoundException(string path)
        : base($"no object is called '{path}'")
    {
    }

    public ObjectNotFoundException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
