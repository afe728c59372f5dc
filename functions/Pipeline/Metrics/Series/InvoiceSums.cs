using System.Runtime.CompilerServices;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Adds up the invoices of one batch by day, currency and plan, so that the series behind them take a step for each of those and not for each invoice.</summary>
/// <remarks>An export is mostly in the order of its days, so that a batch has few of them. Where it has not, this adds nothing up, and invoices are taken one by one.</remarks>
internal sealed class InvoiceSums(CurrencyColumn currencies)
{
    // Below 2^18 rows of amounts below 2^44 ten-thousandths, which is some 10^9 units of money, no sum leaves 64 bits.
    private const int MostRows = 1 << 18;
    private const long LargestAmount = 1L << 44;

    // By day, then by currency.
    private ExactRate[] _rates = [];

    // By day, currency, plan and whether it is earned on the day.
    private InvoiceSum[] _sums = [];
    private (int First, int Days, int Currencies, int Plans) _shape;

    /// <summary>Begins with nothing.</summary>
    /// <param name="days">The first day and the last of the batch.</param>
    /// <param name="plans">How many plans there are.</param>
    /// <param name="rows">How many invoices there are.</param>
    /// <returns>Whether that is worth it: otherwise nothing can be added.</returns>
    public bool TryBegin((int First, int Last) days, int plans, int rows)
    {
        var count = (long)days.Last - days.First + 1;
        var sums = count * currencies.Count * plans * 2;
        if (count <= 0 || sums > rows || rows >= MostRows) { return false; }
        _shape = (days.First, (int)count, currencies.Count, plans);
        if (_sums.Length < sums) { _sums = new InvoiceSum[sums]; }
        if (_rates.Length < count * currencies.Count) { _rates = new ExactRate[count * currencies.Count]; }
        for (var i = 0; i < count * currencies.Count; i++) { _rates[i] = currencies[i % currencies.Count].On(days.First + (i / currencies.Count)); }
        return true;
    }

    /// <summary>Adds an invoice, in millionths.</summary>
    /// <returns>Whether it could be added: <see langword="false"/> for an amount out of all bounds.</returns>
    public bool TryAdd(int day, long millionths, (int Plan, int Currency) key, bool isEarned)
    {
        var place = ((day - _shape.First) * _shape.Currencies) + key.Currency;
        ref readonly var rate = ref _rates[place];
        var native = Exact.FromMillionths(millionths);
        var converted = native;
        if (rate != ExactRate.Unit && !rate.TryConvert(millionths, out converted)) { converted = 0; }
        if (!IsOrdinary(native) || !IsOrdinary(converted)) { return false; }
        ref var sum = ref _sums[(((place * _shape.Plans) + key.Plan) * 2) + (isEarned ? 1 : 0)];
        unchecked
        {
            sum.Native += native;
            sum.Converted += converted;
            sum.Count++;
            sum.Missing += rate.IsMissing ? 1 : 0;
        }

        return true;
    }

    /// <summary>Gives all sums and begins anew.</summary>
    /// <param name="bill">Gets what a day billed in a currency.</param>
    /// <param name="earn">Gets what of it a plan earned on the day.</param>
    public void Drain(Action<int, int, InvoiceSum> bill, Action<int, (int Plan, int Currency), InvoiceSum> earn)
    {
        var width = _shape.Plans * 2;
        for (var place = 0; place < _shape.Days * _shape.Currencies; place++)
        {
            var (day, currency) = (_shape.First + (place / _shape.Currencies), place % _shape.Currencies);
            var billed = default(InvoiceSum);
            for (var i = 0; i < width; i++)
            {
                ref var sum = ref _sums[(place * width) + i];
                if (sum.Count == 0) { continue; }
                billed.Add(sum);
                if (i % 2 == 1) { earn(day, (i / 2, currency), sum); }
                sum = default;
            }

            if (billed.Count > 0) { bill(day, currency, billed); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOrdinary(long amount) => unchecked((ulong)(amount + LargestAmount)) <= 2 * LargestAmount;
}

/// <summary>What invoices of one day and currency come to, in ten-thousandths.</summary>
internal struct InvoiceSum
{
    /// <summary>In their own currency.</summary>
    public long Native;

    /// <summary>In the reporting currency, those that are missing left out.</summary>
    public long Converted;

    public int Count;

    /// <summary>How many have no rate.</summary>
    public int Missing;

    public void Add(in InvoiceSum other)
    {
        Native += other.Native;
        Converted += other.Converted;
        Count += other.Count;
        Missing += other.Missing;
    }
}
