// Marked where it is overridden, not where it is abstract
abstract class Base { internal abstract string On(JsonElement data); internal virtual string Name => "base"; }
class Derived : Base
{
    [SocketHandler("type=x")] internal override string On(JsonElement data) => Name;
    internal override string Name => "derived";
}
