package protocol
import ("testing";"time";"strings";"fmt")
func TestTime(t *testing.T){
 var keys strings.Builder
 for i:=0;keys.Len()<maxBytes-20;i++{fmt.Fprintf(&keys,"a%d: 1\n",i)}
 var lines strings.Builder; for d:=0; lines.Len()<maxBytes-3000 && d<2500;d++{lines.WriteString(strings.Repeat(" ",d)+"a:\n")}
 for n,s:=range map[string]string{"keys":keys.String(),"list":strings.Repeat("- a\n",maxBytes/4),"nest":lines.String(),"dash":strings.Repeat(strings.Repeat("- ",8000)+"\n",1),"q":strings.Repeat("? ",8000),"text":small("title: x"+strings.Repeat("\n     yyyyy",90000)),"comments":small()+strings.Repeat("#\n",maxBytes/2-100),"flow":"a: ["+strings.Repeat("b,\n",maxBytes/3-20)+"]","anch":strings.Repeat("&a ",5000), "quote":"a: \""+strings.Repeat("x\n ",maxBytes/3-20)}{
  t0:=time.Now(); _,err:=Parse("p",[]byte(s)); e:=fmt.Sprint(err); if len(e)>80{e=e[:80]}
  fmt.Println(n,len(s),time.Since(t0),strings.ReplaceAll(e,"\n"," "))
 }
}
